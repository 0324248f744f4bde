package planfile

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/berthplan/berth/release"
)

// role is what a column means: the name of the column in a table of our own.
type role string

// The roles of columns, in the order in which Table.Write has them.
const (
	roleName          role = "name"
	rolePhase         role = "phase"
	roleSite          role = "site"
	roleSystem        role = "system"
	roleOwner         role = "owner"
	roleKind          role = "kind"
	rolePriority      role = "priority"
	roleStart         role = "start"
	roleEnd           role = "end"
	roleDuration      role = "duration"
	roleEnvironment   role = "environment"
	roleConfiguration role = "configuration"
	roleWindow        role = "window"
	roleAfter         role = "after"
	roleDue           role = "due"
	roleDeadline      role = "deadline"
	roleActual        role = "actual"
	roleGroup         role = "release" // beside a name: what several rows have in common
)

var roles = [...]role{roleName, rolePhase, roleSite, roleSystem, roleOwner, roleKind, rolePriority, roleStart, roleEnd, roleDuration,
	roleEnvironment, roleConfiguration, roleWindow, roleAfter, roleDue, roleDeadline, roleActual}

// synonyms are the names of columns, in small letters and without anything but letters and digits.
var synonyms = map[role]string{
	roleName: "name package packagename releasepackage what milestone item task taskname activity title event deliverable summary change releasename " +
		"paket aufgabe vorgang vorgangsname meilenstein bezeichnung titel nom tâche tache jalon paquet livrable",
	roleGroup:         "release version train cycle project releasetrain projekt projet livraison",
	rolePhase:         "phase stage step etappe étape etape",
	roleSite:          "site location standort lieu",
	roleSystem:        "system component application app service product anwendung applikation komponente système systeme composant produkt produit",
	roleOwner:         "owner team who responsible assignee assignedto lead resource verantwortlich verantwortlicher verantwortliche zuständig wer responsable équipe equipe qui",
	roleKind:          "kind type category art typ kategorie catégorie categorie",
	rolePriority:      "priority prio priorität prioritaet priorité priorite",
	roleStart:         "start startdate startson starttime from begin begins begindate date when day planned planneddate beginn start datum anfang anfangsdatum startdatum von wann début debut datededébut datededebut quand du",
	roleEnd:           "end enddate ends endson endtime to until till finish finishdate finishes ende enddatum endedatum bis fin datedefin jusquau au",
	roleDuration:      "duration length effort days dauer tage aufwand durée duree",
	roleEnvironment:   "environment env environments umgebung testumgebung environnement",
	roleConfiguration: "configuration config konfiguration",
	roleWindow:        "window changewindow wartungsfenster fenster fenêtre fenetre",
	roleAfter:         "after dependson depends dependency dependencies predecessor predecessors blockedby requires nach abhängigvon abhaengigvon abhängigkeiten vorgänger vorgaenger après apres dépendde dependde prédécesseur predecesseur prédécesseurs predecesseurs",
	roleDue:           "due duedate target targetdate duefrom wanted fällig faellig fälligam faelligam soll solltermin wunschtermin échéance echeance",
	roleDeadline:      "deadline harddeadline latest latestby mustby nolaterthan frist spätestens spaetestens datelimite",
	roleActual:        "actual happened ist réel reel",
}

// meanings is synonyms the other way round.
var meanings = func() map[string]role {
	m := map[string]role{}
	for _, r := range append([]role{roleGroup}, roles[:]...) {
		for _, word := range strings.Fields(synonyms[r]) {
			m[word] = r
		}
	}
	return m
}()

// roleOf is what a column of this name means; "": unknown.
func roleOf(header string) role {
	return meanings[strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, header)]
}

// layout is the columns of a table.
type layout struct {
	headers []string
	keys    []string // under which the notes of a column stand: the header or, where that is not unique, with its position
	roles   []role   // "": unknown
	at      map[role]int
}

// lay reads the header. Two columns with one meaning, and a table without names, are faults.
func (r *csvReader) lay(headers []string, line int) layout {
	l := layout{headers: headers, at: map[role]int{}}
	l.roles, l.keys = rolesOf(headers), keysOf(headers)
	named := false
	for _, x := range l.roles {
		named = named || x == roleName
	}
	for i, x := range l.roles {
		if x == roleGroup && !named {
			x, named = roleName, true
			l.roles[i] = x
		}
		if x == "" {
			continue
		}
		if first, twice := l.at[x]; twice {
			r.fault("two-columns", line, i, quote(headers[i]), "one column for "+string(x)+", but "+quote(headers[first])+" is one, too", "rename the one that means something else")
			continue
		}
		l.at[x] = i
	}
	if _, ok := l.at[roleName]; !ok {
		hint := ""
		for _, h := range headers {
			if hint == "" {
				hint = didYouMean(strings.TrimSpace(h), []string{"name", "package", "release", "milestone", "what", "task"})
			}
		}
		r.fault("missing-column", line, 0, quote(strings.Join(headers, ", ")), "a column of names: name, package, release, milestone, what or task", hint)
	}
	return l
}

// keysOf are the names under which the notes of columns stand.
func keysOf(headers []string) []string {
	var keys []string
	taken := map[string]bool{}
	for i, h := range headers {
		key := strings.TrimSpace(h)
		if key == "" {
			key = "column " + strconv.Itoa(i+1)
		}
		for taken[key] {
			key += " (" + strconv.Itoa(i+1) + ")"
		}
		taken[key] = true
		keys = append(keys, key)
	}
	return keys
}

// column is where a role stands; -1: nowhere.
func (l *layout) column(x role) int {
	if i, ok := l.at[x]; ok {
		return i
	}
	return -1
}

// fault notes what is wrong with a cell; columns count from 0.
func (r *csvReader) fault(code string, line, column int, found, expected, hint string) {
	r.faults = append(r.faults, release.Fault{Code: code, File: r.file, Line: line, Column: column + 1, Found: found, Expected: expected, Hint: hint})
}
