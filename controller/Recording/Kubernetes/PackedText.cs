using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Rollout.Recording.Kubernetes;

/// <summary>Text that is kept in an object: as it is while it is short, else compressed.</summary>
internal static class PackedText
{
    private const string Mark = "gzip:";
    private const int Short = 4096;

    /// <summary>Far above what any rollout needs, far below what would hurt.</summary>
    private const int MostBytes = 16 << 20;

    public static string Pack(string text) => text.Length <= Short ? text : Mark + Convert.ToBase64String(Compress(text));

    /// <exception cref="JsonException">It is none of ours.</exception>
    public static string Unpack(string text)
    {
        if (!text.StartsWith(Mark, StringComparison.Ordinal))
        {
            return text;
        }

        try
        {
            return Decompress(Convert.FromBase64String(text[Mark.Length..]));
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public static byte[] Compress(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    /// <exception cref="JsonException">It is not compressed text, or unpacks to more than anybody wrote.</exception>
    public static string Decompress(byte[] packed)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            var part = new byte[16 << 10];
            for (int read; (read = gzip.Read(part)) > 0;)
            {
                bytes.Write(part, 0, read);
                if (bytes.Length > MostBytes)
                {
                    throw new JsonException("it unpacks to more than anybody wrote");
                }
            }

            return Encoding.UTF8.GetString(bytes.ToArray());
        }
        catch (InvalidDataException e)
        {
            throw new JsonException(e.Message, e);
        }
    }
}
