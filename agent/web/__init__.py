"""One GET of the web, for whoever passed the doors: which addresses may be asked for, and how it is done."""
