"""Questions of race week: who is meant, what they lack, who is in, who starts."""
