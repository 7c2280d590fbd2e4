using System.Text.Json.Serialization;

namespace Rollout.Judge;

/// <summary>How many events the whole fleet has in each hour of a week, from its history. Serialisable.</summary>
[JsonConverter(typeof(FleetRhythmJson))]
public sealed record FleetRhythm
{
    private const int HoursOfWeek = 168;
    private const int HoursOfDay = 24;
    private const int EnoughTimes = 2;

    /// <summary>What it rests on.</summary>
    public required RhythmKind Kind { get; init; }

    /// <summary>Expected events of all nodes in each hour of the week, counted from the epoch (a Thursday, 00:00 UTC): 168 numbers.</summary>
    public required IReadOnlyList<double> PerHour { get; init; }

    public double PerWeek => PerHour.Sum();

    /// <summary>Null where the history holds no event.</summary>
    /// <param name="history">Buckets with every node on stable; a node without a reading counts as the mean of the others.</param>
    /// <param name="nodes">How many nodes the fleet has now.</param>
    public static FleetRhythm? From(FleetHistory history, int nodes)
    {
        var slots = Enumerable.Range(0, HoursOfWeek).Select(_ => new Slot()).ToArray();
        foreach (var bucket in history.Buckets)
        {
            double events = 0;
            var present = 0;
            foreach (var (_, measure) in bucket.Nodes)
            {
                if (double.IsFinite(measure.Count) && measure.Count >= 0)
                {
                    events += measure.Count;
                    present++;
                }
            }

            if (present > 0)
            {
                var hour = (long)Math.Floor((bucket.Start - DateTimeOffset.UnixEpoch).TotalHours);
                slots[(int)(((hour % HoursOfWeek) + HoursOfWeek) % HoursOfWeek)].Add(hour, events * nodes / present, bucket.Length.TotalHours);
            }
        }

        var all = Slot.Together(slots);
        if (!(all.Events > 0))
        {
            return null;
        }

        var days = Enumerable.Range(0, HoursOfDay).Select(h => Slot.Together([.. slots.Where((_, i) => i % HoursOfDay == h)])).ToArray();
        return slots.All(s => s.Times >= EnoughTimes) ? Of(RhythmKind.HourOfWeek, i => slots[i].Rate)
            : days.All(s => s.Times >= EnoughTimes) ? Of(RhythmKind.HourOfDay, i => days[i % HoursOfDay].Rate)
            : Of(RhythmKind.Flat, _ => all.Rate);
    }

    /// <summary>Events expected of the whole fleet between two moments.</summary>
    public double Events(DateTimeOffset from, DateTimeOffset to) => Since(to) - Since(from);

    private static FleetRhythm Of(RhythmKind kind, Func<int, double> rate) =>
        new() { Kind = kind, PerHour = [.. Enumerable.Range(0, HoursOfWeek).Select(rate)] };

    /// <summary>Events since the epoch, were every week like this one.</summary>
    private double Since(DateTimeOffset time)
    {
        var hours = (time - DateTimeOffset.UnixEpoch).TotalHours;
        var weeks = Math.Floor(hours / HoursOfWeek);
        var within = hours - (weeks * HoursOfWeek);
        var whole = Math.Min((int)within, HoursOfWeek - 1);
        var sum = weeks * PerWeek;
        for (var i = 0; i < whole; i++)
        {
            sum += PerHour[i];
        }

        return sum + (PerHour[whole] * (within - whole));
    }

    private sealed class Slot
    {
        private readonly HashSet<long> hours = [];

        public double Events { get; private set; }

        private double Length { get; set; }

        /// <summary>In how many different hours it was seen.</summary>
        public int Times => hours.Count;

        public double Rate => Length > 0 ? Events / Length : 0;

        public static Slot Together(IReadOnlyList<Slot> slots)
        {
            var sum = new Slot { Events = slots.Sum(s => s.Events), Length = slots.Sum(s => s.Length) };
            sum.hours.UnionWith(slots.SelectMany(s => s.hours));
            return sum;
        }

        public void Add(long hour, double events, double length)
        {
            hours.Add(hour);
            Events += events;
            Length += length;
        }
    }
}
