"""What a project is: permits, works, numbers, parties, supervision and place, each by date.

`base_information`  category, status and the first-login confirmation, as the project manager says them
`permits`, `works`, `external_ids`  what is bound to the project; `external_id_rules` takes a number apart
`map_points`        the point in WGS-84 and the fence around it
`parties`, `assignments`  which organisations work there, which unit supervises, from when until when
"""
