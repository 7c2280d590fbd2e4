namespace Rollout.Probes.Contracts;

/// <summary>
/// Compares the canary's answers with those of stable, as a careful reader of both would: what a client may have relied on and cannot any
/// more is breaking; what is new to it is widening. Pure.
/// </summary>
public static class ShapeComparison
{
    /// <summary>
    /// Objects of stable in which a member must have been, always, before it counts as required: a member of one single item may be an
    /// optional one that happened to be there.
    /// </summary>
    public const int MinRequired = 1;

    /// <summary>Texts of stable that must have been seen, many times over the number of distinct ones, before they count as a list of words.</summary>
    public const int MinWordsSeen = 20;

    /// <summary>
    /// Texts of stable that must all have been of one format, and how many of them must have been distinct ones, before it counts as the value's: the
    /// free text of the first few customers may be a number by chance, and one constant says nothing of what else may come.
    /// </summary>
    public const int MinFormatSeen = 20;

    private const int MinFormatDistinct = 3;

    private static readonly (ShapeKind Kind, string Name)[] Names =
    [
        (ShapeKind.Null, "null"), (ShapeKind.Boolean, "a boolean"), (ShapeKind.Whole, "a whole number"), (ShapeKind.Fraction, "a number with a fraction"),
        (ShapeKind.Text, "a text"), (ShapeKind.Array, "an array"), (ShapeKind.Map, "an object"),
        (ShapeKind.Other, "no JSON"),
    ];

    /// <summary>Every difference, breaking ones first, then by path.</summary>
    /// <param name="stable">All that stable answered to this request.</param>
    /// <param name="canary">What the canary answered.</param>
    /// <param name="ignore">Paths (as in <see cref="Difference.Path"/>) that say nothing, with all below them.</param>
    public static IReadOnlyList<Difference> Compare(Shape stable, Shape canary, IReadOnlyCollection<string>? ignore = null)
    {
        var found = new List<Difference>();
        Value(stable, canary, "$", ignore ?? [], found);
        return [.. found.OrderByDescending(d => d.Severity).ThenBy(d => d.Path, StringComparer.Ordinal)];
    }

    /// <summary>The worst of them.</summary>
    public static DifferenceSeverity Worst(IReadOnlyList<Difference> differences) =>
        differences.Count == 0 ? DifferenceSeverity.Same : differences.Max(d => d.Severity);

    private static void Value(Shape stable, Shape canary, string path, IReadOnlyCollection<string> ignore, List<Difference> found)
    {
        if (stable.Kinds == ShapeKind.None || canary.Kinds == ShapeKind.None || ignore.Contains(path))
        {
            return;
        }

        if (stable.Kinds == ShapeKind.Null)
        {
            // Nothing is known of a value that was always null: whatever comes now, nobody can have relied on another.
            if (canary.Kinds != ShapeKind.Null)
            {
                found.Add(new(DifferenceSeverity.Widening, path, "always null", Described(canary.Kinds)));
            }

            return;
        }

        Kinds(stable, canary, path, found);
        if (stable.Kinds.HasFlag(ShapeKind.Text) && canary.Kinds.HasFlag(ShapeKind.Text))
        {
            Words(stable, canary, path, found);
            Formats(stable, canary, path, found);
        }

        if (stable.Items is { } before && canary.Items is { } now)
        {
            Value(before, now, path + "[*]", ignore, found);
        }

        if (!stable.Kinds.HasFlag(ShapeKind.Map) || !canary.Kinds.HasFlag(ShapeKind.Map) || stable.Open || canary.Open)
        {
            return;
        }

        if (!MapNames.AreData(stable))
        {
            Members(stable, canary, path, ignore, found);
        }
        else if (canary.Members.Count > 0)
        {
            Value(MapNames.Each(stable), MapNames.Each(canary), path + ".*", ignore, found);
        }
    }

    private static void Kinds(Shape stable, Shape canary, string path, List<Difference> found)
    {
        var added = canary.Kinds & ~stable.Kinds;

        // A whole number where fractions were is one of them that happens to be whole.
        if (stable.Kinds.HasFlag(ShapeKind.Fraction))
        {
            added &= ~ShapeKind.Whole;
        }

        if (added != ShapeKind.None)
        {
            // A fraction where only whole numbers were, too: who reads it into a whole number fails.
            found.Add(new(DifferenceSeverity.Breaking, path, Described(stable.Kinds), Described(canary.Kinds)));
        }
    }

    private static void Words(Shape stable, Shape canary, string path, List<Difference> found)
    {
        if (stable.Words is { Count: > 0 } known && stable.Seen >= Math.Max(MinWordsSeen, 5 * known.Count) && known.All(IsWord))
        {
            var unknown = canary.Words is { } now ? now.Except(known) : null;
            if (unknown is null or { Count: > 0 })
            {
                if (Redaction.IsTellingPath(path))
                {
                    // The words themselves are what is not to be shown.
                    found.Add(new(DifferenceSeverity.Widening, path, FormattableString.Invariant($"one of {known.Count} words"), "another"));
                    return;
                }

                var shown = unknown is null ? "many others" : string.Join(", ", unknown.Take(3).Select(w => $"'{Redaction.Shown(w, 40)}'"));
                found.Add(new(DifferenceSeverity.Widening, path, $"one of {string.Join(", ", known.Take(6).Select(w => $"'{Redaction.Shown(w, 40)}'"))}", shown));
            }
        }
    }

    /// <summary>
    /// A text stays a text, and many hand it on as it is: who takes it apart is surprised. Without a format nothing is said of a text: what an id is
    /// made of is nobody's business.
    /// </summary>
    private static void Formats(Shape stable, Shape canary, string path, List<Difference> found)
    {
        if (stable is { Format: not (null or TextFormat.Plain), Texts: >= MinFormatSeen, Words: null or { Count: >= MinFormatDistinct } }
            && canary.Format != stable.Format)
        {
            found.Add(new(DifferenceSeverity.Widening, path, $"always {TextFormats.Described(stable.Format)}", TextFormats.Described(canary.Format)));
        }
    }

    /// <summary>Like PAID, in-stock, eur: names that a program gives, not texts that a person writes.</summary>
    private static bool IsWord(string text) => text.Length > 0 && char.IsLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    private static void Members(Shape stable, Shape canary, string path, IReadOnlyCollection<string> ignore, List<Difference> found)
    {
        foreach (var (name, member) in stable.Members)
        {
            var place = Json.Schemas.SchemaObjects.Member(path, name);
            if (ignore.Contains(place))
            {
                continue;
            }

            var required = member.Seen >= stable.Objects && stable.Objects >= MinRequired;
            if (!canary.Members.TryGetValue(name, out var now))
            {
                if (required)
                {
                    found.Add(new(DifferenceSeverity.Breaking, place, $"always there ({Described(member.Kinds)})", "gone"));
                }

                continue;
            }

            if (required && now.Seen < canary.Objects)
            {
                found.Add(new(DifferenceSeverity.Breaking, place, "always there", FormattableString.Invariant($"missing in {canary.Objects - now.Seen} of {canary.Objects}")));
            }

            Value(member, now, place, ignore, found);
        }

        foreach (var (name, member) in canary.Members.Where(m => !stable.Members.ContainsKey(m.Key)))
        {
            var place = Json.Schemas.SchemaObjects.Member(path, name);
            if (!ignore.Contains(place))
            {
                found.Add(new(DifferenceSeverity.Widening, place, "not there", Described(member.Kinds)));
            }
        }
    }

    private static string Described(ShapeKind kinds) => string.Join(" or ", Names.Where(n => kinds.HasFlag(n.Kind)).Select(n => n.Name));
}
