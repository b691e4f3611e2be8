using System.Collections.Concurrent;
using System.IO.Compression;
using System.Reflection;
using Microsoft.AspNetCore.StaticFiles;
using Scalar.AspNetCore;

namespace AgentFunctions.Pages;

/// <summary>The files of the pages: <c>dashboard/index.html</c>, <c>docs/index.html</c> and what they need.</summary>
public static class StaticFiles
{
    private static readonly Assembly Own = typeof(StaticFiles).Assembly;
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();
    private static readonly ConcurrentDictionary<string, StaticFile> Read = new(StringComparer.Ordinal);

    /// <summary>False when the project was built where Node is not installed.</summary>
    public static bool HasDashboard => Own.GetManifestResourceInfo("dashboard/index.html") is not null;

    /// <summary>One file, or null when there is none of that name.</summary>
    /// <param name="path">With forward slashes, such as <c>docs/index.html</c>.</param>
    public static StaticFile? Find(string path)
    {
        if (Read.TryGetValue(path, out StaticFile? known))
        {
            return known;
        }

        // Only what is there is kept: anybody may ask for anything.
        return Open(path) is { } compressed ? Read.GetOrAdd(path, _ => StaticFile.Of(ContentTypeOf(path), compressed, path.StartsWith("dashboard/assets/", StringComparison.Ordinal))) : null;
    }

    private static byte[]? Open(string path)
    {
        // The package brings Scalar's own bundle, compressed.
        using Stream? stream = path == "docs/scalar.js"
            ? typeof(ScalarOptions).Assembly.GetManifestResourceStream("ScalarStaticAssets.scalar.js")
            : Own.GetManifestResourceStream(path);
        return stream is null ? null : path == "docs/scalar.js" ? BytesOf(stream) : Compress(stream);
    }

    private static byte[] BytesOf(Stream stream)
    {
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Compress(Stream stream)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.SmallestSize))
        {
            stream.CopyTo(gzip);
        }

        return compressed.ToArray();
    }

    private static string ContentTypeOf(string path) => ContentTypes.TryGetContentType(path, out string? type)
        ? type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type
        : "application/octet-stream";
}
