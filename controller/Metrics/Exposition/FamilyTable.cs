using System.Text;

namespace Rollout.Metrics.Exposition;

/// <summary>
/// The families of one exposition, and the rules that span lines. OpenMetrics: no family comes twice, metadata once and before the
/// samples, only the suffixes of its type. 0.0.4: a type comes before the samples and does not change; a repeated HELP or the same
/// TYPE again is let pass, as Prometheus does, because expositions glued together are common and the numbers are not touched.
/// </summary>
internal sealed class FamilyTable(ExpositionFormat format, ExpositionLimits limits)
{
    private static readonly byte[][] TextSuffixes = ["_bucket"u8.ToArray(), "_count"u8.ToArray(), "_sum"u8.ToArray()];

    private readonly Dictionary<string, Family> families = new(Utf8NameComparer.Instance);
    private byte[] lastName = [];
    private Family? current;

    /// <summary>Null, or what is wrong with this metadata line.</summary>
    public string? Describe(ReadOnlySpan<byte> name, string keyword, MetricType? type)
    {
        lastName = [];
        var found = Find(name);
        if (found is null)
        {
            if (families.Count >= limits.MaxFamilies)
            {
                return TooMany();
            }

            current = Add(name);
        }
        else if (format == ExpositionFormat.PrometheusText)
        {
            current = found;
        }
        else if (found != current)
        {
            return $"{keyword} of {found.Name}, whose lines must not be interleaved with those of another family";
        }

        return format == ExpositionFormat.OpenMetrics ? DescribeOpen(current!, keyword, type) : DescribeText(current!, type);
    }

    /// <summary>The family that a sample of this name belongs to; null with an error where it may not stand here.</summary>
    public Family? OfSample(ReadOnlySpan<byte> name, out string? error)
    {
        error = null;
        if (current is not null && name.SequenceEqual(lastName))
        {
            return current;
        }

        var family = format == ExpositionFormat.OpenMetrics ? OpenFamily(name, out error) : TextFamily(name);
        if (family is null)
        {
            error ??= TooMany();
            return null;
        }

        family.HasSamples = true;
        current = family;
        lastName = name.ToArray();
        return family;
    }

    private static string? DescribeOpen(Family family, string keyword, MetricType? type)
    {
        if (family.HasSamples)
        {
            return $"{keyword} of {family.Name} comes after its samples";
        }

        var repeated = keyword switch { "TYPE" => family.Typed, "HELP" => family.Helped, _ => family.United };
        if (repeated)
        {
            return $"a second {keyword} for {family.Name}";
        }

        family.Typed |= keyword == "TYPE";
        family.Helped |= keyword == "HELP";
        family.United |= keyword == "UNIT";
        family.Type = type ?? family.Type;
        return null;
    }

    private static string? DescribeText(Family family, MetricType? type)
    {
        if (type is not { } declared)
        {
            return null;
        }

        if (family.Typed)
        {
            return family.Type == declared ? null : $"a second TYPE for {family.Name}, which contradicts the first";
        }

        family.Typed = true;
        family.Type = declared;
        return family.HasSamples ? $"TYPE of {family.Name} comes after its samples" : null;
    }

    private Family? OpenFamily(ReadOnlySpan<byte> name, out string? error)
    {
        error = null;
        if (current is not null && name.StartsWith(Encoding.UTF8.GetBytes(current.Name)))
        {
            var suffix = Encoding.UTF8.GetString(name[current.Name.Length..]);
            var allowed = MetricTypes.Suffixes(current.Type);
            if (allowed.Contains(suffix, StringComparer.Ordinal))
            {
                return current;
            }

            if (suffix.Length == 0)
            {
                error = $"a sample of {current.Name} must be named {string.Join(" or ", allowed.Select(s => current.Name + s))}";
                return null;
            }
        }

        if (Find(name) is { } earlier)
        {
            error = $"{earlier.Name} comes again after another family: families must not be interleaved";
            return null;
        }

        return families.Count >= limits.MaxFamilies ? null : Add(name);
    }

    private Family? TextFamily(ReadOnlySpan<byte> name)
    {
        foreach (var suffix in TextSuffixes)
        {
            if (name.EndsWith(suffix) && Find(name[..^suffix.Length]) is { Type: MetricType.Histogram or MetricType.Summary } owner)
            {
                return owner;
            }
        }

        return Find(name) ?? (families.Count >= limits.MaxFamilies ? null : Add(name));
    }

    private Family? Find(ReadOnlySpan<byte> name)
    {
        families.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var family);
        return family;
    }

    private Family Add(ReadOnlySpan<byte> name)
    {
        var family = new Family(Encoding.UTF8.GetString(name));
        families[family.Name] = family;
        return family;
    }

    private string TooMany() => FormattableString.Invariant($"more than {limits.MaxFamilies} metric families");
}
