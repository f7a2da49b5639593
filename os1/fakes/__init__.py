"""Scripted stand-ins for every port: what `--backend mock` and the tests run on."""
