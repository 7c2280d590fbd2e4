namespace Rollout.Api;

/// <summary>What a step's answer must be; all that is given must hold. Which fields a kind of step knows, validation says.</summary>
public sealed record Expectation
{
    /// <summary>Accepted status codes; empty: any 2xx.</summary>
    public IReadOnlyList<int> Status { get; init; } = [];

    /// <summary>Header to a regular expression that one of its values must match.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Header to a regular expression that none of its values may match.</summary>
    public IReadOnlyDictionary<string, string> HeadersNever { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Regular expressions that the body must all match.</summary>
    public IReadOnlyList<string> BodyMatches { get; init; } = [];

    /// <summary>Regular expressions of which the body may match none.</summary>
    public IReadOnlyList<string> BodyNever { get; init; } = [];

    /// <summary>JSON path to the value expected there, as text.</summary>
    public IReadOnlyDictionary<string, string> JsonPath { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A JSON schema (the part of draft 2020-12 that validation names) as JSON text.</summary>
    public string? Schema { get; init; }

    public TimeSpan? MaxDuration { get; init; }

    /// <summary>Bytes of the body, decompressed.</summary>
    public long? MinBytes { get; init; }

    /// <summary>Bytes of the body, decompressed.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Accepted HTTP versions ("1.1", "2"); empty: any.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    /// <summary>Whether the last answer must have come over TLS, or must not have; null: either.</summary>
    public bool? Secure { get; init; }

    /// <summary>Days that every certificate of the chain must still hold.</summary>
    public int? ValidDays { get; init; }

    /// <summary>Accepted answer codes of DNS; empty: NOERROR.</summary>
    public IReadOnlyList<string> Rcode { get; init; } = [];

    /// <summary>Regular expressions each of which some answer record must match (<c>name TTL IN A 192.0.2.1</c>, parted by tabs).</summary>
    public IReadOnlyList<string> AnswersAny { get; init; } = [];

    /// <summary>Regular expressions each of which every answer record must match.</summary>
    public IReadOnlyList<string> AnswersAll { get; init; } = [];

    /// <summary>Regular expressions that no answer record may match.</summary>
    public IReadOnlyList<string> AnswersNever { get; init; } = [];
}
