// Package winzone knows the names that Windows gives to zones.
package winzone

import (
	"maps"
	"slices"
	"strings"
)

// IANA is the zone that the CLDR names first for a zone of Windows, such as
// "W. Europe Standard Time"; letter case and spaces around it do not matter.
func IANA(name string) (iana string, ok bool) {
	if len(name) > 64 {
		return "", false
	}
	iana, ok = zones[strings.ToUpper(strings.TrimSpace(name))]
	return iana, ok
}

// Names are all the names, in upper case, sorted.
func Names() []string { return slices.Sorted(maps.Keys(zones)) }

// zones gives the IANA zone of the names that Windows and Exchange write, by the
// windowsZones table of Unicode CLDR (territory 001), in the zones' present names, and five names of older versions.
var zones = map[string]string{
	"AFGHANISTAN STANDARD TIME": "Asia/Kabul", "ALASKAN STANDARD TIME": "America/Anchorage",
	"ALBERTA STANDARD TIME": "America/Edmonton", "ALEUTIAN STANDARD TIME": "America/Adak", "ALTAI STANDARD TIME": "Asia/Barnaul",
	"ARAB STANDARD TIME": "Asia/Riyadh", "ARABIAN STANDARD TIME": "Asia/Dubai", "ARABIC STANDARD TIME": "Asia/Baghdad",
	"ARGENTINA STANDARD TIME": "America/Argentina/Buenos_Aires", "ARMENIAN STANDARD TIME": "Asia/Yerevan",
	"ASTRAKHAN STANDARD TIME": "Europe/Astrakhan", "ATLANTIC STANDARD TIME": "America/Halifax",
	"AUS CENTRAL STANDARD TIME": "Australia/Darwin", "AUS CENTRAL W. STANDARD TIME": "Australia/Eucla",
	"AUS EASTERN STANDARD TIME": "Australia/Sydney", "AZERBAIJAN STANDARD TIME": "Asia/Baku",
	"AZORES STANDARD TIME": "Atlantic/Azores", "BAHIA STANDARD TIME": "America/Bahia", "BANGLADESH STANDARD TIME": "Asia/Dhaka",
	"BELARUS STANDARD TIME": "Europe/Minsk", "BOUGAINVILLE STANDARD TIME": "Pacific/Bougainville",
	"BRITISH COLUMBIA STANDARD TIME": "America/Vancouver", "CANADA CENTRAL STANDARD TIME": "America/Regina",
	"CAPE VERDE STANDARD TIME": "Atlantic/Cape_Verde", "CAUCASUS STANDARD TIME": "Asia/Yerevan",
	"CEN. AUSTRALIA STANDARD TIME": "Australia/Adelaide", "CENTRAL AMERICA STANDARD TIME": "America/Guatemala",
	"CENTRAL ASIA STANDARD TIME": "Asia/Bishkek", "CENTRAL BRAZILIAN STANDARD TIME": "America/Cuiaba",
	"CENTRAL EUROPE STANDARD TIME": "Europe/Budapest", "CENTRAL EUROPEAN STANDARD TIME": "Europe/Warsaw",
	"CENTRAL PACIFIC STANDARD TIME": "Pacific/Guadalcanal", "CENTRAL STANDARD TIME": "America/Chicago",
	"CENTRAL STANDARD TIME (MEXICO)": "America/Mexico_City", "CHATHAM ISLANDS STANDARD TIME": "Pacific/Chatham",
	"CHINA STANDARD TIME": "Asia/Shanghai", "CUBA STANDARD TIME": "America/Havana", "DATELINE STANDARD TIME": "Etc/GMT+12",
	"E. AFRICA STANDARD TIME": "Africa/Nairobi", "E. AUSTRALIA STANDARD TIME": "Australia/Brisbane",
	"E. EUROPE STANDARD TIME": "Europe/Chisinau", "E. SOUTH AMERICA STANDARD TIME": "America/Sao_Paulo",
	"EASTER ISLAND STANDARD TIME": "Pacific/Easter", "EASTERN STANDARD TIME": "America/New_York",
	"EASTERN STANDARD TIME (MEXICO)": "America/Cancun", "EGYPT STANDARD TIME": "Africa/Cairo",
	"EKATERINBURG STANDARD TIME": "Asia/Yekaterinburg", "FIJI STANDARD TIME": "Pacific/Fiji", "FLE STANDARD TIME": "Europe/Kyiv",
	"GEORGIAN STANDARD TIME": "Asia/Tbilisi", "GMT STANDARD TIME": "Europe/London", "GREENLAND STANDARD TIME": "America/Nuuk",
	"GREENWICH STANDARD TIME": "Atlantic/Reykjavik", "GTB STANDARD TIME": "Europe/Bucharest",
	"HAITI STANDARD TIME": "America/Port-au-Prince", "HAWAIIAN STANDARD TIME": "Pacific/Honolulu",
	"INDIA STANDARD TIME": "Asia/Kolkata", "IRAN STANDARD TIME": "Asia/Tehran", "ISRAEL STANDARD TIME": "Asia/Jerusalem",
	"JORDAN STANDARD TIME": "Asia/Amman", "KALININGRAD STANDARD TIME": "Europe/Kaliningrad",
	"KAMCHATKA STANDARD TIME": "Asia/Kamchatka", "KOREA STANDARD TIME": "Asia/Seoul", "LIBYA STANDARD TIME": "Africa/Tripoli",
	"LINE ISLANDS STANDARD TIME": "Pacific/Kiritimati", "LORD HOWE STANDARD TIME": "Australia/Lord_Howe",
	"MAGADAN STANDARD TIME": "Asia/Magadan", "MAGALLANES STANDARD TIME": "America/Punta_Arenas",
	"MANITOBA STANDARD TIME": "America/Winnipeg", "MARQUESAS STANDARD TIME": "Pacific/Marquesas",
	"MAURITIUS STANDARD TIME": "Indian/Mauritius", "MEXICO STANDARD TIME": "America/Mexico_City",
	"MEXICO STANDARD TIME 2": "America/Mazatlan", "MID-ATLANTIC STANDARD TIME": "Etc/GMT+2",
	"MIDDLE EAST STANDARD TIME": "Asia/Beirut", "MONTEVIDEO STANDARD TIME": "America/Montevideo",
	"MOROCCO STANDARD TIME": "Africa/Casablanca", "MOUNTAIN STANDARD TIME": "America/Denver",
	"MOUNTAIN STANDARD TIME (MEXICO)": "America/Mazatlan", "MYANMAR STANDARD TIME": "Asia/Yangon",
	"N. CENTRAL ASIA STANDARD TIME": "Asia/Novosibirsk", "NAMIBIA STANDARD TIME": "Africa/Windhoek",
	"NEPAL STANDARD TIME": "Asia/Kathmandu", "NEW ZEALAND STANDARD TIME": "Pacific/Auckland",
	"NEWFOUNDLAND STANDARD TIME": "America/St_Johns", "NORFOLK STANDARD TIME": "Pacific/Norfolk",
	"NORTH ASIA EAST STANDARD TIME": "Asia/Irkutsk", "NORTH ASIA STANDARD TIME": "Asia/Krasnoyarsk",
	"NORTH KOREA STANDARD TIME": "Asia/Pyongyang", "OMSK STANDARD TIME": "Asia/Omsk",
	"PACIFIC SA STANDARD TIME": "America/Santiago", "PACIFIC STANDARD TIME": "America/Los_Angeles",
	"PACIFIC STANDARD TIME (MEXICO)": "America/Tijuana", "PAKISTAN STANDARD TIME": "Asia/Karachi",
	"PARAGUAY STANDARD TIME": "America/Asuncion", "QYZYLORDA STANDARD TIME": "Asia/Qyzylorda",
	"ROMANCE STANDARD TIME": "Europe/Paris", "RUSSIA TIME ZONE 10": "Asia/Srednekolymsk", "RUSSIA TIME ZONE 11": "Asia/Kamchatka",
	"RUSSIA TIME ZONE 3": "Europe/Samara", "RUSSIAN STANDARD TIME": "Europe/Moscow", "SA EASTERN STANDARD TIME": "America/Cayenne",
	"SA PACIFIC STANDARD TIME": "America/Bogota", "SA WESTERN STANDARD TIME": "America/La_Paz",
	"SAINT PIERRE STANDARD TIME": "America/Miquelon", "SAKHALIN STANDARD TIME": "Asia/Sakhalin",
	"SAMOA STANDARD TIME": "Pacific/Apia", "SAO TOME STANDARD TIME": "Africa/Sao_Tome", "SARATOV STANDARD TIME": "Europe/Saratov",
	"SE ASIA STANDARD TIME": "Asia/Bangkok", "SINGAPORE STANDARD TIME": "Asia/Singapore",
	"SOUTH AFRICA STANDARD TIME": "Africa/Johannesburg", "SOUTH SUDAN STANDARD TIME": "Africa/Juba",
	"SRI LANKA STANDARD TIME": "Asia/Colombo", "SUDAN STANDARD TIME": "Africa/Khartoum", "SYRIA STANDARD TIME": "Asia/Damascus",
	"TAIPEI STANDARD TIME": "Asia/Taipei", "TASMANIA STANDARD TIME": "Australia/Hobart",
	"TOCANTINS STANDARD TIME": "America/Araguaina", "TOKYO STANDARD TIME": "Asia/Tokyo", "TOMSK STANDARD TIME": "Asia/Tomsk",
	"TONGA STANDARD TIME": "Pacific/Tongatapu", "TRANSBAIKAL STANDARD TIME": "Asia/Chita",
	"TURKEY STANDARD TIME": "Europe/Istanbul", "TURKS AND CAICOS STANDARD TIME": "America/Grand_Turk",
	"ULAANBAATAR STANDARD TIME": "Asia/Ulaanbaatar", "US EASTERN STANDARD TIME": "America/Indiana/Indianapolis",
	"US MOUNTAIN STANDARD TIME": "America/Phoenix", "UTC": "UTC", "UTC+12": "Etc/GMT-12", "UTC+13": "Etc/GMT-13",
	"UTC-02": "Etc/GMT+2", "UTC-08": "Etc/GMT+8", "UTC-09": "Etc/GMT+9", "UTC-11": "Etc/GMT+11",
	"VENEZUELA STANDARD TIME": "America/Caracas", "VLADIVOSTOK STANDARD TIME": "Asia/Vladivostok",
	"VOLGOGRAD STANDARD TIME": "Europe/Volgograd", "W. AUSTRALIA STANDARD TIME": "Australia/Perth",
	"W. CENTRAL AFRICA STANDARD TIME": "Africa/Lagos", "W. EUROPE STANDARD TIME": "Europe/Berlin",
	"W. MONGOLIA STANDARD TIME": "Asia/Hovd", "WEST ASIA STANDARD TIME": "Asia/Tashkent", "WEST BANK STANDARD TIME": "Asia/Hebron",
	"WEST PACIFIC STANDARD TIME": "Pacific/Port_Moresby", "YAKUTSK STANDARD TIME": "Asia/Yakutsk",
	"YUKON STANDARD TIME": "America/Whitehorse",
}
