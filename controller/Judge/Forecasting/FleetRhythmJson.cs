using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollout.Judge;

/// <summary>
/// A rhythm as one short text, since it is recorded with every trial: the kind, then only the hours that differ (1, 24 or 168 of them),
/// to six figures.
/// </summary>
internal sealed class FleetRhythmJson : JsonConverter<FleetRhythm>
{
    private const int HoursOfWeek = 168;

    public override FleetRhythm Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var parts = reader.GetString()?.Split(' ') ?? [];
        if (parts.Length < 2 || !Enum.TryParse<RhythmKind>(parts[0], out var kind) || parts.Length - 1 != Differing(kind))
        {
            throw new JsonException("not the rhythm of a fleet");
        }

        var hours = Array.ConvertAll(parts[1..], p =>
            double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var events) && events >= 0 && double.IsFinite(events)
                ? events : throw new JsonException($"not a number of events: {p}"));
        return new FleetRhythm { Kind = kind, PerHour = [.. Enumerable.Range(0, HoursOfWeek).Select(i => hours[i % hours.Length])] };
    }

    public override void Write(Utf8JsonWriter writer, FleetRhythm value, JsonSerializerOptions options) =>
        writer.WriteStringValue(
            $"{value.Kind} {string.Join(' ', value.PerHour.Take(Differing(value.Kind)).Select(h => h.ToString("G6", CultureInfo.InvariantCulture)))}");

    private static int Differing(RhythmKind kind) => kind switch
    {
        RhythmKind.Flat => 1,
        RhythmKind.HourOfDay => 24,
        RhythmKind.HourOfWeek => HoursOfWeek,
    };
}
