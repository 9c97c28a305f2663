"""The folder of a Room: filled with clones, looked at without following a link, taken away whatever lies in it."""
