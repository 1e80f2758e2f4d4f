"""An added recording, aligned by its sound: ``bands`` reads its loudness, ``alignment`` finds its place."""
