#!/usr/bin/python3
"""Writes a CSV of N quotas of fictional people (20 columns, valid fiscal codes), the same every time."""
import sys

ODD = {c: v for c, v in zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8,
    12, 14, 16, 10, 22, 25, 24, 23])}
SURNAMES = ["Rossi", "Bianchi", "Verdi", "Colombo", "Ricci", "Marino", "Greco", "Bruno", "Gallo", "Costa"]
NAMES = ["Mario", "Lucia", "Niccolò", "Anna", "Paolo", "Chiara", "Luca", "Sara", "Marco", "Giulia"]
TOWNS = [("40121", "Bologna", "BO"), ("20121", "Milano", "MI"), ("47121", "Forlì", "FC"),
         ("00184", "Roma", "RM"), ("80121", "Napoli", "NA")]


def check(code):
    total = sum(ODD[c] if i % 2 == 0 else (int(c) if c.isdigit() else ord(c) - 65)
                for i, c in enumerate(code))
    return chr(65 + total % 26)


def letters(n, count):
    out = ""
    for _ in range(count):
        out += "BCDFGLMNPRSTVZ"[n % 14]
        n //= 14
    return out


def row(i):
    base = (letters(i, 3) + letters(i // 2744 + 7, 3) + "%02d" % (50 + i % 50) + "ABCDEHLMPRST"[i % 12]
            + "%02d" % (1 + i % 28 + (40 if i % 2 else 0)) + "H%03d" % (100 + i % 900))
    cap, town, province = TOWNS[i % 5]
    cents = 5000 + i * 37 % 40000
    return ";".join([base + check(base), SURNAMES[i % 10], NAMES[i // 10 % 10], "Via Garibaldi",
                     str(1 + i % 200), cap, town, province, "p%d@example.it" % i, "", "Q-2026-%07d" % i,
                     "contributo", "2026", "Quota annuale 2026", "%d,%02d" % (cents // 100, cents % 100),
                     "31/03/2027", "professionista", "2026/%d" % i, "competenza", "10101"])


print("codice_fiscale;cognome;nome;indirizzo;civico;cap;comune;provincia;email;pec;chiave_quota;tipo;"
      "anno;causale;importo;scadenza;categoria;accertamento;provenienza;capitolo", end="\r\n")
for n in range(int(sys.argv[1]) if len(sys.argv) > 1 else 100000):
    print(row(n), end="\r\n")
