namespace Rollout.Kubernetes.Configuration;

/// <summary>Bytes that stand in a kubeconfig itself, as base64, or in a file that it names.</summary>
internal static class MaterialReading
{
    /// <summary>The bytes of <c>name-data</c>, or of the file <c>name</c>; null where there are none or they cannot be read.</summary>
    public static async ValueTask<byte[]?> LoadAsync(NamedEntry entry, string name, CancellationToken cancellation)
    {
        var (fields, data) = (entry.Fields, name + "-data");
        if (fields.Text(data) is { } text)
        {
            // As kubectl: what stands in the file itself wins over the path.
            try
            {
                return Convert.FromBase64String(text);
            }
            catch (FormatException)
            {
                fields.Wrong(data, "it is not base64", $"write the file's bytes in base64, or its path as {name}");
                return null;
            }
        }

        if (fields.Text(name) is not { } path)
        {
            return null;
        }

        var full = Path.Combine(entry.Folder, path);
        var (bytes, wrong) = await BoundedFile.ReadAsync(full, cancellation);
        if (bytes is null)
        {
            fields.Wrong(name, $"{full} {wrong}", "name a file that this process may read");
        }

        return bytes;
    }
}
