"""Speech models: which are there, which can be had, and whether they are whole.

catalog    what can be installed
vosk       what makes a folder a Vosk model
weights    the whisper weights that come with OS1
store      what is installed; verify, remove
choose     which of them hears you
download   one file over https, resumed and bounded
unpack     an archive nobody has to trust
install    download or copy, check, unpack, and put in place at once
"""
