using System.Globalization;

namespace Rollout.Fleets.Hosts;

/// <summary>A process that can be recognised after ours was killed and started again: ids are reused, start times within a boot are not.</summary>
/// <param name="Id">Process id.</param>
/// <param name="Started">Clock ticks since boot (/proc/ID/stat, field 22).</param>
/// <param name="Boot">The kernel's boot id.</param>
public sealed record ProcessIdentity(int Id, long Started, string Boot)
{
    private const int StartField = 22;

    /// <summary>Null where there is no such process, where it has ended, or where there is no /proc.</summary>
    public static ProcessIdentity? Of(int id)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));

            // The second field is the program's name in parentheses, and may itself hold spaces and parentheses.
            var after = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

            // One that has ended and was not yet waited for is none: where nobody waits for orphans it stays so for ever.
            return after[0] is "Z" or "X" ? null : new ProcessIdentity(id, long.Parse(after[StartField - 3], CultureInfo.InvariantCulture),
                File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    public bool IsAlive() => this == Of(Id);
}
