using Rollout.Api;
using Rollout.Api.Binding;

namespace Rollout.Probes.Import;

/// <summary>Collects what could not be carried over.</summary>
internal sealed class LeftOut
{
    private readonly List<(int Line, Problem Problem)> all = [];

    public void Add(SpecPlace place, string what, string instead) => all.Add((place.Line ?? 0, new Problem(place.ToString(), what, instead)));

    public IReadOnlyList<Problem> InOrder() => [.. all.OrderBy(a => a.Line).Select(a => a.Problem)];

    /// <summary>A field that is left out where it stands.</summary>
    public void Field(FieldReader fields, string key, string what, string instead)
    {
        fields.Leave(key);
        if (fields.Has(key))
        {
            Add(fields.At(key), what, instead);
        }
    }

    /// <summary>Expressions, as this prober reads them; those it cannot run are left out.</summary>
    public IReadOnlyList<string> Patterns(FieldReader fields, string key)
    {
        var patterns = new List<string>();
        foreach (var item in fields.Sequence(key) ?? [])
        {
            // Their records are parted by tabs, and so are the expressions for them; an expression can say a tab without being one.
            var plain = item is SpecNode.Scalar scalar ? scalar with { Text = scalar.Text.Replace("\t", "\\t", StringComparison.Ordinal) } : item;
            if (Scalars.TextOf(plain, fields.Problems) is { } text && Pattern(text, item.Place) is { } pattern)
            {
                patterns.Add(pattern);
            }
        }

        return patterns;
    }

    /// <summary>Named groups are written otherwise there; the rest is alike, or refused here.</summary>
    public string? Pattern(string text, SpecPlace place)
    {
        var pattern = text.Replace("(?P<", "(?<", StringComparison.Ordinal);
        if (Expecting.Patterns.Fault(pattern) is { } fault)
        {
            Add(place, $"the expression {text} cannot be read here: {fault}", "write it anew");
            return null;
        }

        return pattern;
    }

    /// <summary>How TLS is verified.</summary>
    public TlsSettings? Tls(FieldReader fields, string key)
    {
        if (!fields.Has(key) || fields.Map(key) is not { } tls)
        {
            return null;
        }

        var settings = new TlsSettings
        {
            ServerName = tls.Text("server_name", 253),
            CaFile = tls.Text("ca_file"),
            SkipVerify = tls.Boolean("insecure_skip_verify") ?? false,
        };
        foreach (var unknown in new[] { "cert_file", "key_file", "ca", "cert", "key", "ca_ref", "cert_ref", "key_ref", "min_version", "max_version" })
        {
            Field(tls, unknown, $"{unknown} has no counterpart", "keep the blackbox exporter for it");
        }

        tls.Close();
        return settings == new TlsSettings() ? null : settings;
    }

    /// <summary>Choices about addresses that are the system's here.</summary>
    public void Addresses(FieldReader fields)
    {
        foreach (var key in new[] { "preferred_ip_protocol", "ip_protocol_fallback", "source_ip_address" })
        {
            Field(fields, key, $"{key} has no counterpart: addresses are tried in the order in which the name's answer gives them", "give the target by its address where it matters");
        }
    }
}
