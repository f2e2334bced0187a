"""The roof: settings, addresses, schedule, command, servers' doors."""
