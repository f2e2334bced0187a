"""Turn a director's input into clean values, in the edition's zone and currency."""
