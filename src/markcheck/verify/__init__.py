"""An independent second look at public versions: whatever of the original they hold must be releasable.

Nothing here knows how a public version is made. The original and the version are read as any document is; what may
leave is judged anew from the original's marks, and looked for in the version's bytes in every form they may take.
"""
