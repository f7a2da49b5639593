"""The window. The only room that knows Qt; importing this module does not load it."""
