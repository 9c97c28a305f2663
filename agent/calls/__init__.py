"""What every Tool is made of, wherever it lives: arguments that are parsed, words of others that are marked."""
