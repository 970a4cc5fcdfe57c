"""What is drawn rather than written: share images, the logo and the accent, letters joined into words."""
