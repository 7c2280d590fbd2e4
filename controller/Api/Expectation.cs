using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>What a step's answer must be; all that is given must hold. Which fields a kind of step knows, validation says.</summary>
public sealed record Expectation
{
    /// <summary>Accepted status codes. Left out: any 2xx.</summary>
    [Field(Least = 100, Most = 599)]
    public IReadOnlyList<int> Status { get; init; } = [];

    /// <summary>Header to a regular expression that one of its values must match.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Header to a regular expression that none of its values may match.</summary>
    public IReadOnlyDictionary<string, string> HeadersNever { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>A regular expression, or a list, that the body must match.</summary>
    [Field(Form = FieldForm.TextOrTexts)]
    public IReadOnlyList<string> BodyMatches { get; init; } = [];

    /// <summary>A regular expression, or a list, that the body may not match.</summary>
    [Field(Form = FieldForm.TextOrTexts)]
    public IReadOnlyList<string> BodyNever { get; init; } = [];

    /// <summary>JSON paths and the value expected there.</summary>
    [Field(Form = FieldForm.SingleValues)]
    public IReadOnlyDictionary<string, string> JsonPath { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A JSON schema that the body must fit.</summary>
    [Field(Form = FieldForm.AnyObject)]
    public string? Schema { get; init; }

    /// <summary>How long the step may take.</summary>
    [Field(From = "1ms", To = "1h")]
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>At least so many bytes of the body, decompressed.</summary>
    [Field(Least = 0, Most = 2_000_000_000)]
    public long? MinBytes { get; init; }

    /// <summary>At most so many bytes of the body, decompressed.</summary>
    [Field(Least = 0, Most = 2_000_000_000)]
    public long? MaxBytes { get; init; }

    /// <summary>Accepted HTTP versions ("1.1", "2"). Left out: any.</summary>
    [Field(Form = FieldForm.TextOrTexts, OneOf = ["1.0", "1.1", "2"])]
    public IReadOnlyList<string> Versions { get; init; } = [];

    /// <summary>Whether the last answer must have come over TLS, or must not have. Left out: either.</summary>
    public bool? Secure { get; init; }

    /// <summary>Days that every certificate of the chain must still hold.</summary>
    [Field(Least = 0, Most = 10_000)]
    public int? ValidDays { get; init; }

    /// <summary>Accepted answer codes of DNS. Left out: NOERROR.</summary>
    [Field(Form = FieldForm.TextOrTexts, OneOf = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"])]
    public IReadOnlyList<string> Rcode { get; init; } = [];

    /// <summary>Regular expressions each of which some answer record must match (<c>name TTL IN A 192.0.2.1</c>, parted by tabs).</summary>
    [Field(Form = FieldForm.TextOrTexts)]
    public IReadOnlyList<string> AnswersAny { get; init; } = [];

    /// <summary>Regular expressions each of which every answer record must match.</summary>
    [Field(Form = FieldForm.TextOrTexts)]
    public IReadOnlyList<string> AnswersAll { get; init; } = [];

    /// <summary>Regular expressions that no answer record may match.</summary>
    [Field(Form = FieldForm.TextOrTexts)]
    public IReadOnlyList<string> AnswersNever { get; init; } = [];
}
