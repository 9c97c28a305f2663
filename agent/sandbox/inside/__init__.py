"""What runs inside of the confinement. Nothing here protects anybody: that is done around it."""
