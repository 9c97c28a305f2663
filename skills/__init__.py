"""Know-how as folders: Skills, Packs and Recipes."""
