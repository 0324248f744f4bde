package main

// sample is a made-up cycle with everything that needs care: a library that requires a client library, which has the
// later target; a cycle of dependencies; names that are not there, listed twice or never released; a
// beta; a release that served the stable branch; requests without a wait.
const sample = `{"series": "example", "deliverables": [
	{"name": "base-lib", "team": "base", "type": "library", "model": "cycle-with-intermediary", "deps": ["unheard-of"], "releases": [
		{"version": "1.0.0", "proposed": "2025-07-07T10:00:00+02:00", "merged": "2025-07-09T09:30:15+00:00"},
		{"version": "1.1.0", "proposed": "2025-08-18T10:00:00+02:00", "merged": "2025-08-25T12:37:19+00:00"},
		{"version": "1.1.1", "proposed": "2025-11-03T10:00:00+02:00", "merged": "2025-11-05T12:00:00+00:00"}]},
	{"name": "auth-lib", "team": "auth", "type": "library", "model": "cycle-with-intermediary", "deps": ["base-lib", "python-authclient", "base-lib"], "releases": [
		{"version": "4.0.0", "proposed": "2025-08-14T08:00:00+00:00", "merged": "2025-08-21T09:16:07+00:00"}]},
	{"name": "python-authclient", "team": "auth", "type": "client-library", "model": "cycle-with-intermediary", "deps": ["base-lib"], "releases": [
		{"version": "2.0.0", "proposed": "2025-08-28T07:00:00-05:00", "merged": "2025-09-01T13:12:26+00:00"}]},
	{"name": "egg-lib", "team": "farm", "type": "library", "model": "cycle-with-intermediary", "deps": ["hen-lib"], "releases": []},
	{"name": "hen-lib", "team": "farm", "type": "library", "model": "cycle-with-intermediary", "deps": ["egg-lib", "base-lib"], "releases": [
		{"version": "0.1.0", "proposed": "2025-08-19T08:00:00+00:00", "merged": "2025-08-19T08:00:00+00:00"}]},
	{"name": "auth", "team": "auth", "type": "service", "model": "cycle-with-rc", "deps": ["auth-lib", "base-lib", "python-authclient"], "releases": [
		{"version": "9.0.0.0b1", "proposed": "2025-07-10T08:00:00+00:00", "merged": "2025-07-11T08:00:00+00:00"},
		{"version": "9.0.0.0rc1", "proposed": "2025-09-08T08:00:00+00:00", "merged": "2025-09-11T12:27:13+00:00"},
		{"version": "9.0.0.0rc2", "proposed": "2025-09-22T08:00:00+00:00", "merged": "2025-09-23T12:00:00+00:00"},
		{"version": "9.0.0", "proposed": "2025-09-29T10:35:45+02:00", "merged": "2025-10-01T10:32:44+00:00"},
		{"version": "9.0.1", "proposed": "2026-01-12T08:00:00+00:00", "merged": "2026-01-14T08:00:00+00:00"}]},
	{"name": "auth-tests", "team": "auth", "type": "tempest-plugin", "model": "cycle-with-intermediary", "deps": ["auth", "lab"], "releases": [
		{"version": "3.0.0", "proposed": "2025-09-18T08:00:00+00:00", "merged": "2025-09-23T14:55:51+00:00"}]},
	{"name": "auth-installer", "team": "installer", "type": "trailing", "model": "cycle-with-rc", "deps": [], "releases": [
		{"version": "9.0.0.0rc1", "proposed": "2025-11-07T11:03:17-05:00", "merged": "2025-11-10T16:06:51+00:00"},
		{"version": "9.0.0", "proposed": "2025-11-18T04:08:55-05:00", "merged": "2025-11-19T10:55:54+00:00"}]},
	{"name": "lab", "team": "quality", "type": "other", "model": "untagged", "deps": [], "releases": []}
]}`
