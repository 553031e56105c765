ConvertFrom-Json '{}' -AsHashtable
