"""Cameras and microphones, all tried at once through the code that records; findings D13x to D15x.

``trial`` reads a device for some seconds, and looks at what came (black, frozen, loud); ``times`` works out
its rate, gaps and clock, ``facts`` shows it. ``examination`` judges it, and holds the limits with their
reasons, but for what is black, frozen or silent: that is one for recorder, doctor and page
(``room/capture/looking``). ``codes`` lists the findings with their sentences.
"""
