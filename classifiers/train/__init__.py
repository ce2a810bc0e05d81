"""How the shipped model is made. Nothing here is needed at run time; torch only to compare the export."""
