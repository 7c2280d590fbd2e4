namespace Rollout.Probes.Contracts;

/// <summary>How a program writes a value into a text, where readers read it out again.</summary>
public enum TextFormat
{
    /// <summary>A text as such, or an id that nobody takes apart.</summary>
    Plain,

    /// <summary>A moment with its offset (RFC 3339): 2026-11-22T07:30:00Z.</summary>
    DateTime,

    /// <summary>A day: 2026-11-22.</summary>
    Date,

    /// <summary>A UUID (RFC 9562) in its usual form of 36 characters.</summary>
    Uuid,

    /// <summary>A URL with scheme and host.</summary>
    Url,

    /// <summary>An address of e-mail.</summary>
    Email,

    /// <summary>A decimal number: 19.90. With zeros before it a text of digits is a number of an article or a house, and plain.</summary>
    Number,
}
