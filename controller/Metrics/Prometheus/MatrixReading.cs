using System.Globalization;
using System.Text.Json;
using Rollout.Metrics.Exposition;

namespace Rollout.Metrics.Prometheus;

/// <summary>
/// Reads the JSON of an answer (Prometheus HTTP API, "range vectors"). Pure. What is partial, of another type, or contradicts itself is
/// no answer: a series that is left out unseen would be counted as zero.
/// </summary>
internal static class MatrixReading
{
    public static PrometheusAnswer Of(ReadOnlySpan<byte> json, PrometheusLimits limits)
    {
        try
        {
            var found = new Found();
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return Broken("is no JSON object");
            }

            Top(ref reader, found, limits);
            return found.Outcome();
        }
        catch (AnswerFault fault)
        {
            return Broken(fault.Message);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // The reader's own words quote positions in a text that nobody sees.
            return Broken("is no JSON of Prometheus' API, or is cut off");
        }
    }

    private static PrometheusAnswer.Failed Broken(string what) => new($"its answer {what}", Reached: true);

    private static void Top(ref Utf8JsonReader reader, Found found, PrometheusLimits limits)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "status":
                    found.Status = reader.GetString();
                    break;
                case "isPartial":
                    found.Partial = reader.TokenType == JsonTokenType.True ? "its answer is partial (isPartial)" : found.Partial;
                    break;
                case "warnings":
                    found.Partial = Warning(ref reader) is { } warning ? $"it answers with the warning \"{warning}\": what it left out is not known" : found.Partial;
                    break;
                case "data" when reader.TokenType == JsonTokenType.StartObject:
                    Data(ref reader, found, limits);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (reader.TokenType != JsonTokenType.EndObject || reader.Read())
        {
            throw new AnswerFault("does not end where it should");
        }
    }

    private static string? Warning(ref Utf8JsonReader reader)
    {
        string? first = null;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            first ??= reader.TokenType == JsonTokenType.String ? FaultText.Short(reader.GetString()!) : "?";
            reader.Skip();
        }

        return first;
    }

    private static void Data(ref Utf8JsonReader reader, Found found, PrometheusLimits limits)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (name == "resultType")
            {
                found.Type = reader.GetString();
            }
            else if (name == "result" && reader.TokenType == JsonTokenType.StartArray && found.Type is null or "matrix")
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    found.Add(Series(ref reader, found, limits), limits);
                }
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static StoredSeries Series(ref Utf8JsonReader reader, Found found, PrometheusLimits limits)
    {
        var (name, labels, points, native) = (string.Empty, new List<SampleLabel>(), new List<TimedValue>(), false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var property = reader.GetString();
            reader.Read();
            if (property == "metric" && reader.TokenType == JsonTokenType.StartObject)
            {
                name = Labels(ref reader, labels);
            }
            else if (property == "values" && reader.TokenType == JsonTokenType.StartArray)
            {
                Points(ref reader, points, limits.MaxSamples - found.Samples);
            }
            else
            {
                native |= property is "histograms" or "histogram";
                reader.Skip();
            }
        }

        labels.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return new StoredSeries(name, labels, points, native);
    }

    private static string Labels(ref Utf8JsonReader reader, List<SampleLabel> labels)
    {
        var name = string.Empty;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var label = reader.GetString()!;
            reader.Read();
            var value = reader.GetString() ?? string.Empty;
            if (label == "__name__")
            {
                name = value;
            }
            else if (value.Length > 0)
            {
                labels.Add(new SampleLabel(label, value));
            }
        }

        return name;
    }

    /// <summary><c>[[1435781430.781, "1"], ...]</c></summary>
    private static void Points(ref Utf8JsonReader reader, List<TimedValue> points, int most)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            var time = (long)Math.Round(reader.GetDouble() * 1000);
            reader.Read();
            var value = Value(reader.GetString()!);
            if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
            {
                throw new AnswerFault("has a sample that is no pair of time and value");
            }

            if (points.Count > 0 && points[^1].Milliseconds >= time)
            {
                throw new AnswerFault("has samples that are not in order of time");
            }

            if (points.Count >= most)
            {
                throw new AnswerFault("has more samples than are taken; narrow the selector");
            }

            points.Add(new TimedValue(time, value));
        }
    }

    private static double Value(string text) => text switch
    {
        "NaN" => double.NaN,
        "+Inf" or "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private sealed class Found
    {
        private readonly List<StoredSeries> series = [];
        private readonly HashSet<string> seen = new(StringComparer.Ordinal);

        public string? Status { get; set; }

        public string? Type { get; set; }

        public string? Partial { get; set; }

        public int Samples { get; private set; }

        public void Add(StoredSeries one, PrometheusLimits limits)
        {
            if (series.Count >= limits.MaxSeries)
            {
                throw new AnswerFault(FormattableString.Invariant($"has more than {limits.MaxSeries} series; narrow the selector"));
            }

            if (!seen.Add(one.Text))
            {
                throw new AnswerFault($"has the series {FaultText.Short(one.Text)} twice");
            }

            Samples += one.Points.Count;
            series.Add(one);
        }

        public PrometheusAnswer Outcome() =>
            Status != "success" ? Broken($"has the status {FaultText.Short(Status ?? "nothing")} where success is expected")
            : Type != "matrix" ? Broken($"is a {FaultText.Short(Type ?? "nothing")} where samples over time (a matrix) were asked for")
            : Partial is not null ? new PrometheusAnswer.Failed(Partial, Reached: false)
            : new PrometheusAnswer.Matrix(series);
    }

    private sealed class AnswerFault(string message) : Exception(message);
}
