"""Small files of every kind, written by us, and how tests read them."""

from startline.feeds.adapters.files import read_bytes
from startline.feeds.rules.listing import Listing, Reading

ICS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:one@example.org
DTSTAMP:20260315T100724Z
DTSTART;VALUE=DATE:20261031
DTEND;VALUE=DATE:20261102
SUMMARY:Trail da Serra
LOCATION:Benedita\\, Alcobaça Benedita\\, Alcobaça
URL:https://www.example.org/eventos/trail/
END:VEVENT
BEGIN:VEVENT
UID:two@example.org
DTSTART;TZID=Europe/London:20260718T100000
SUMMARY:Eskdale Relay (Relay)
DESCRIPTION:Distance:37 km / 23 miles\\nClimb:2500 m / 8202 ft\\nGrid refer
 ence:NY190009\\nPre-entry fee:£130.00\\nLake District\\, England
END:VEVENT
END:VCALENDAR
"""
EVENT = {
    "@context": "https://schema.org",
    "@type": "SportsEvent",
    "name": "Corrida dos Reis",
    "url": "https://www.example.org/eventos/reis/",
    "startDate": "2026-9-13",
    "endDate": "2026-9-13",
    "eventStatus": "https://schema.org/EventPostponed",
    "location": [
        {
            "@type": "Place",
            "name": "Marinhais",
            "address": {"addressLocality": "Marinhais", "addressCountry": "PT"},
            "geo": {"latitude": 39.1, "longitude": "-8.7"},
        }
    ],
    "offers": {"price": "12.50", "priceCurrency": "EUR"},
}
CSV = "Name;Datum;Ort;Strecken\nStadtlauf;03.09.2026;Offenburg;10km\nBerglauf;TBA;Bad Urach;HM\n"
PARKRUN = {
    "countries": {"97": {"url": "www.parkrun.org.uk", "bounds": []}},
    "events": {
        "type": "FeatureCollection",
        "features": [
            {
                "id": 1,
                "geometry": {"type": "Point", "coordinates": [-0.335791, 51.410992]},
                "properties": {
                    "eventname": "bushy",
                    "EventLongName": "Bushy parkrun",
                    "EventLocation": "Bushy Park, Teddington",
                    "countrycode": 97,
                    "seriesid": 1,
                },
            },
            {
                "id": 2,
                "geometry": {"type": "Point", "coordinates": [-0.3, 51.4]},
                "properties": {
                    "eventname": "bushy-juniors",
                    "EventLongName": "Bushy junior parkrun",
                    "countrycode": 97,
                    "seriesid": 2,
                },
            },
        ],
    },
}
RUNSIGNUP = {
    "races": [
        {
            "race": {
                "race_id": 5585,
                "name": "*Postponed to 2025* DQ Hammonton Sprint Triathlon *#",
                "next_date": "05/24/2025",
                "next_end_date": "05/25/2025",
                "is_draft_race": "F",
                "url": "https://runsignup.com/Race/NJ/Hammonton/Tri",
                "address": {"city": "Hammonton", "state": "NJ", "country_code": "US"},
                "timezone": "America/New_York",
                "events": [
                    {
                        "name": "Sprint 5K",
                        "distance": "3.1 Miles",
                        "start_time": "5/24/2025 08:00",
                        "registration_periods": [
                            {"registration_opens": "1/1/2025 00:00", "race_fee": "$30.00"}
                        ],
                    }
                ],
            }
        },
        {"race": {"race_id": 2, "name": "Animal Shelters Hub", "next_date": "01/01/2030"}},
        {"race": {"race_id": 3, "name": "Jingle Run", "next_date": "12/02/2108"}},
        {
            "race": {
                "race_id": 4,
                "name": "Secret Run",
                "next_date": "12/02/2026",
                "is_draft_race": "T",
            }
        },
    ]
}
YAML = "- name: Peaks & Plains\n  start: '2026-05-29'\n  end: '2026-05-31'\n  distance: 555km\n"
GPX = '<?xml version="1.0"?><gpx version="1.1"><trk></trk></gpx>'


def read(data: bytes | str, name: str = "feed") -> list[Reading]:
    return read_bytes(name, data.encode() if isinstance(data, str) else data)


def only(data: bytes | str, name: str = "feed") -> Reading:
    (reading,) = read(data, name)
    return reading


def listing(data: bytes | str) -> Listing:
    (found,) = only(data).listings
    return found


def page(*scripts: str) -> str:
    inner = "".join(f'<script type="application/ld+json">{s}</script>' for s in scripts)
    return f"<!doctype html><html lang='pt-PT'><head>{inner}</head><body></body></html>"
