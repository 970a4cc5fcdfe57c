"""The corpus: a large record made by chance from a seed, to see how Rapporteur fares when a great deal has been kept."""
