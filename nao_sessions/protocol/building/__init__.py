"""From keys to the flow: names resolved, texts and expressions compiled, files taken up."""
