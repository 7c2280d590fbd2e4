namespace Rollout.Api.Schema;

/// <summary>Regular expressions that RE2 (the API server) and .NET read alike. Texts of rules are inside CEL's raw quotes.</summary>
internal static class Patterns
{
    private const string Number = "[0-9]+([.][0-9]+)?";
    private const string Hours = $"({Number}h)?({Number}m)?({Number}s)?({Number}ms)?$";
    private const string Label = "[a-zA-Z_][a-zA-Z0-9_]*";
    private const string Matcher = $$"""{{Label}}\s*(=|!=|=~|!~)\s*"([^"\\\r\n]|\\.)*"\s*""";

    /// <summary><see cref="DurationText"/>, up to days.</summary>
    public const string Duration = $"^({Number}d)?{Hours}";

    /// <summary>The same for what is never as long as a day.</summary>
    public const string ShortDuration = $"^{Hours}";

    /// <summary>Whether CEL's own <c>duration()</c> reads the text: it knows no days.</summary>
    public const string CelDuration = $"^({Number}(h|m|s|ms))+$";

    public const string Decimal = $"^({Number}|[.][0-9]+)$";

    /// <summary>Decimals in status may be below zero.</summary>
    public const string SignedDecimal = $"^-?{Number}$";

    /// <summary>A number of nodes of 1 or more, or "1%" to "100%".</summary>
    public const string NodeCount = "^0*([1-9][0-9]*|(100|[1-9][0-9]?)%)$";

    public const string DnsLabel = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

    public const string DnsSubdomain = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    /// <summary>One matcher of labels, as Alertmanager has them.</summary>
    public const string AlertMatcher = $"^\\s*{Matcher}$";

    /// <summary>A metric name with matchers, as <see cref="Binding.SelectorText"/> has it.</summary>
    public const string Selector = $"^[a-zA-Z_:][a-zA-Z0-9_:]*([{{]\\s*({Matcher}(,\\s*{Matcher})*(,\\s*)?)?[}}])?$";

    /// <summary>A path into JSON, as far as its beginning says it.</summary>
    public const string JsonPath = "^[$]([.\\[]|$)";

    /// <summary>What a contract check looks at: a path into JSON, or the status.</summary>
    public const string ContractPath = "^([$]([.\\[]|$)|status$)";

    /// <summary>Where a capture finds its value.</summary>
    public const string Capture = "^([$]([.\\[]|$)|header:|match:)";

    /// <summary>A field name of HTTP (RFC 9110 section 5.1: a token).</summary>
    public const string Header = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$";

    /// <summary>One of these words and nothing else.</summary>
    public static string AnyOf(IEnumerable<string> words) => $"^({string.Join('|', words.Select(word => word.Replace(".", "[.]", StringComparison.Ordinal)))})$";

    /// <summary>Of a condition, as the Kubernetes API conventions have it.</summary>
    public const string Reason = "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$";
}
