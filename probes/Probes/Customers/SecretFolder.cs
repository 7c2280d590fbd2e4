using System.Collections.Concurrent;
using System.Text;
using Rollout.Api;

namespace Rollout.Probes.Customers;

/// <summary>
/// Secrets as Kubernetes mounts them: a folder by the Secret's name, in it a file by the name of each key. Read again when older than half a
/// minute, so that a changed Secret takes effect.
/// </summary>
public sealed class SecretFolder(string root, TimeProvider time)
{
    private const int MostKeys = 50;
    private const int MostBytes = 16 * 1024;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Read, ProbeCustomer Customer)> known = new(StringComparer.Ordinal);

    /// <summary>The customer of a probe; null where it names none.</summary>
    /// <exception cref="ProbeTroubleException">The Secret is not there, cannot be read, or is too large: a part of it would be another customer.</exception>
    public ProbeCustomer? Of(AcceptanceProbeSpec spec)
    {
        if (spec.CustomerSecret is not { } name)
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (known.TryGetValue(name, out var read) && now - read.Read < Fresh)
        {
            return read.Customer;
        }

        var customer = Read(name);
        known[name] = (now, customer);
        return customer;
    }

    private ProbeCustomer Read(string name)
    {
        var folder = Path.Combine(root, name);
        try
        {
            // What begins with dots is how Kubernetes swaps a Secret's files, not a key of it.
            var files = Directory.EnumerateFiles(folder).Where(f => !Path.GetFileName(f).StartsWith('.')).Take(MostKeys + 1).ToList();
            return files.Count <= MostKeys ? new ProbeCustomer(files.ToDictionary(f => Path.GetFileName(f), f => ReadKey(name, f), StringComparer.Ordinal))
                : throw new ProbeTroubleException($"the test customer \"{name}\" has more than {MostKeys} keys in {folder}; keep what probes use in a Secret of its own");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProbeTroubleException($"the test customer \"{name}\" cannot be read from {folder}", e);
        }
    }

    private static string ReadKey(string customer, string file)
    {
        var bytes = new byte[MostBytes + 1];
        using var stream = File.OpenRead(file);
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > MostBytes)
        {
            throw new ProbeTroubleException($"the test customer \"{customer}\": its key {Path.GetFileName(file)} is larger than {MostBytes / 1024} KiB ({file}); "
                + "put a shorter value there, and what is no part of the customer elsewhere");
        }

        return Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\r', '\n');
    }
}
