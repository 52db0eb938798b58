"""A whole third channel, kept as an example of what one is: a folder and a line in the list of platforms.

It talks to a platform of letters that is as plain as can be: `POST /letters` brings one to somebody, `PUT` changes it,
and what people write back is posted to us. A real one would stand in `bot/channels/`.
"""
