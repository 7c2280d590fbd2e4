namespace Rollout.Metrics.Secrets;

/// <summary>
/// Secrets as folders, as Kubernetes mounts them: <c>ROOT/NAME/KEY</c>, one file a key. Read anew each time, so that they may be replaced
/// while the controller runs.
/// </summary>
/// <param name="root">The folder of all secrets; it need not exist as long as none is named.</param>
public sealed class FolderSecrets(string root) : ISecrets
{
    private const int MostBytes = 1024 * 1024;
    private const int MostKeys = 64;

    public async ValueTask<SecretRead> ReadAsync(string space, string name, CancellationToken cancellationToken)
    {
        if (name.Length == 0 || name.StartsWith('.') || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_')))
        {
            return new SecretRead.Refused("its name is no name of a secret");
        }

        var folder = Path.Combine(root, name);
        try
        {
            // Kubernetes keeps the content in hidden folders and links to it; only what is named like a key is read.
            var files = Directory.EnumerateFiles(folder).Where(f => !Path.GetFileName(f).StartsWith('.')).Take(MostKeys + 1).ToList();
            if (files.Count > MostKeys)
            {
                return new SecretRead.Refused($"{folder} has more than {MostKeys} files");
            }

            var content = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var file in files)
            {
                content[Path.GetFileName(file)] = await BytesAsync(file, cancellationToken).ConfigureAwait(false);
            }

            return content.Count > 0 ? new SecretRead.Found(content) : new SecretRead.Refused($"{folder} is empty");
        }
        catch (DirectoryNotFoundException)
        {
            return new SecretRead.Refused($"{folder} is not there; make it, with a file for each key");
        }
        catch (UnauthorizedAccessException)
        {
            return new SecretRead.Refused($"{folder} may not be read by the controller's user");
        }
        catch (InvalidDataException tooLarge)
        {
            return new SecretRead.Refused(tooLarge.Message);
        }
        catch (IOException)
        {
            return new SecretRead.Unreachable($"{folder} could not be read");
        }
    }

    private static async ValueTask<byte[]> BytesAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[MostBytes + 1];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return read <= MostBytes ? bytes[..read] : throw new InvalidDataException($"{file} is larger than 1 MiB");
    }
}
