"""Questions in and out: formats of other systems behind one port."""
