"""Adapters that meet real sound: devices, files, recognisers, voices."""
