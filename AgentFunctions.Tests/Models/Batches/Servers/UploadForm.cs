using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AgentFunctions.Tests.Models.Batches.Servers;

/// <summary>Reads an upload as a strict server does.</summary>
internal static class UploadForm
{
    /// <summary>The file's content.</summary>
    public static async Task<byte[]> ReadAsync(HttpRequest request, Action<bool, string, int> require)
    {
        require(request.ContentLength > 0, "no Content-Length", 411);
        MediaTypeHeaderValue type = MediaTypeHeaderValue.Parse(request.ContentType);
        require(type.MediaType == "multipart/form-data", $"content type '{type}'", 400);
        require(type.Boundary.Length > 0 && !type.Boundary.Value!.Contains('"'), "no plain boundary", 400);
        MultipartReader reader = new(type.Boundary.Value!, request.Body);
        Dictionary<string, byte[]> parts = [];
        Dictionary<string, string> dispositions = [];
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            string disposition = section.ContentDisposition!;
            string name = disposition.Split("name=\"")[1].Split('"')[0];
            dispositions.Add(name, disposition);
            using MemoryStream content = new();
            await section.Body.CopyToAsync(content);
            parts.Add(name, content.ToArray());
        }

        require(parts.Keys.Order(StringComparer.Ordinal).SequenceEqual(["expires_after[anchor]", "expires_after[seconds]", "file", "purpose"]), $"fields {string.Join(", ", parts.Keys)}", 400);
        require(dispositions["purpose"] == "form-data; name=\"purpose\"", dispositions["purpose"], 400);
        require(dispositions["file"] == "form-data; name=\"file\"; filename=\"batch.jsonl\"", dispositions["file"], 400);
        require(Encoding.UTF8.GetString(parts["purpose"]) == "batch", "purpose is not batch", 400);
        require(Encoding.UTF8.GetString(parts["expires_after[anchor]"]) == "created_at", "wrong anchor", 400);
        require(Encoding.UTF8.GetString(parts["expires_after[seconds]"]) == "1209600", "wrong life", 400);
        return parts["file"];
    }
}
