"""What packs from outside look like: folders of several formats, read into a Package. Nothing in them is run."""
