"""Exchange: the record as tables that staff edit elsewhere, out of the house and in again; bibliographies come in too."""
