#!/usr/bin/python3
# Presets of posting, per channel: by itself after matching or by command, and each preset changed at posting.
import sys
sys.path.insert(0, __file__.rsplit("/", 1)[0])
from world import Results, World, credit, flow, receipt, statement

results = Results()
check = results.check
F1, F2, F3 = ("2026-11-%dBPPIITRRXXX-000000000%d" % (18 + i, i) for i in (1, 2, 3))
PRESET = 'posting = { automatic = %s; date = "%s"; account = "%s"; subject = "%s"; causale = "%s"; capitolo = "%s"; cumulative = %s; };'


def channels(flows, receipts, statements):
    return ('channels = ({ kind = "quotas"; }, { kind = "flows"; %s }, { kind = "receipts"; %s }, { kind = "statements"; %s });'
            % (PRESET % flows, PRESET % receipts, PRESET % statements))


def reversali(w):
    return w.query("SELECT day, account, subject_name, causale, cumulative FROM reversale WHERE contra_of IS NULL ORDER BY id")


w = World("preset", channels(("true", "credit", "CF", "Soggetto F", "Flussi", "1.F", "true"),
                             ("true", "today", "CR", "Soggetto R", "Ricevute", "1.R", "false"),
                             ("true", "value", "CS", "Soggetto S", "Conto", "1.S", "true")))
row = "Data contabile;Data valuta;Importo;Descrizione\r\n%s;%s;%s;%s\r\n"
w.drop("estratti-conto", "e1.csv", row % ("20/11/2026", "18/11/2026", "25,50", credit(F1)))
w.run("run")
w.drop("fdr", "f1.xml", flow(F1, [("RF1", "x1", 2550, 9)]))
w.run("run")
check("the flow came last: the presets of flows", reversali(w) == [("2026-11-20", "CF", "Soggetto F", "Flussi " + F1, 1)], reversali(w))
w.drop("fdr", "f2.xml", flow(F2, [("RF2", "x2", 1000, 9)]))
w.run("run")
w.drop("estratti-conto", "e2.csv", row % ("23/11/2026", "21/11/2026", "10,00", credit(F2)))
w.run("run")
check("the statement came last: those of statements, the value date", reversali(w)[1:] == [("2026-11-21", "CS", "Soggetto S", "Conto " + F2, 1)], reversali(w))
w.drop("estratti-conto", "e3.csv", row % ("23/11/2026", "23/11/2026", "7,00", "/RFB/RF3/7.00"))
w.run("run")
check("a single payment of which nothing is known waits", len(reversali(w)) == 2)
w.drop("ricevute", "r.xml", receipt("RF3", "x3", 700))
w.run("run")
check("the receipt came last: those of receipts, the day of posting", [r[:2] + r[4:] for r in reversali(w)[2:]] == [("2026-11-23", "CR", 0)]
      and w.query("SELECT capitolo FROM reversale_line WHERE iuv = 'RF3'") == [("1.R",)], reversali(w))

w = World("comando", channels(("false", "credit", "CF", "Soggetto F", "Flussi", "1.F", "true"),
                              ("false", "today", "CR", "Soggetto R", "Ricevute", "1.R", "true"),
                              ("false", "value", "CS", "Soggetto S", "Conto", "1.S", "true")))
for i, f in enumerate((F1, F2, F3)):
    w.drop("fdr", "f%d.xml" % i, flow(f, [("RF%d" % i, "x%d" % i, 100 + i, 9), ("RG%d" % i, "y%d" % i, 100 + i, 9)]))
    w.drop("estratti-conto", "e%d.csv" % i, row % ("20/11/2026", "19/11/2026", "%.2f" % ((200 + 2 * i) / 100), credit(f)))
w.run("run")
check("nothing posts itself when the channel does not say so", reversali(w) == [])
w.run("post", "--flow", F1)
check("by flow: the presets of flows", reversali(w) == [("2026-11-20", "CF", "Soggetto F", "Flussi " + F1, 1)], reversali(w))
w.run("post", "--statement", "e1.csv", "--date", "2026-11-22", "--account", "ALTRO", "--subject", "Io", "--causale", "Mia",
      "--capitolo", "7.7", "--each")
check("by statement, each preset changed", reversali(w)[1:] == [("2026-11-22", "ALTRO", "Io", "Mia IUV RF1", 0), ("2026-11-22", "ALTRO", "Io", "Mia IUV RG1", 0)]
      and w.query("SELECT DISTINCT capitolo FROM reversale_line WHERE iuv IN ('RF1', 'RG1')") == [("7.7",)], reversali(w))
w.run("post", "--until", "2026-11-30", "--channel", "receipts")
check("with the presets of another channel", reversali(w)[3:] == [("2026-11-23", "CR", "Soggetto R", "Ricevute " + F3, 1)], reversali(w))
w.run("post", "--until", "2026-11-30", "--channel", "nessuno", expect=64)
w.run("post", "--until", "2026-11-30", "--each", "--cumulative", expect=64)
results.end()
