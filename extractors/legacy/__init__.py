"""How text older than Unicode is turned into Unicode: fonts of TCVN3, VNI and symbols."""
