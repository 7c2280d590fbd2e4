using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollout.Recording.Sqlite;

/// <summary>How values stand in the tables.</summary>
internal static class StoredText
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>Named infinities: a log e-value may be minus infinity.</summary>
    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(string text) =>
        DateTimeOffset.ParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T FromJson<T>(string text) => JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException("null where a record is wanted");
}
