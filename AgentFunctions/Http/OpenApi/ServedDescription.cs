using System.Security.Cryptography;
using AgentFunctions.Access;
using AgentFunctions.Http.OpenApi.Document;
using AgentFunctions.Regions;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace AgentFunctions.Http.OpenApi;

/// <summary>The API's description (OpenAPI 3.1), made once, when it is first asked for. The same application and settings make the same bytes.</summary>
/// <param name="access">How callers say who they are.</param>
public sealed class ServedDescription(AccessMode access, RegionMap regions)
{
    private readonly Lazy<Task<Written>> _written = new(() => WriteAsync(access, regions));

    /// <summary>200 with the description, or 304 for who has it.</summary>
    internal async Task<IResult> AnswerAsync()
    {
        Written written = await _written.Value;
        return Results.Bytes(written.Json, "application/json", entityTag: written.Tag);
    }

    private static async Task<Written> WriteAsync(AccessMode access, RegionMap regions)
    {
        using MemoryStream json = new();
        await ApiDocument.Of(access, [.. regions.All.Select(region => region.Name)]).SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1);
        byte[] bytes = json.ToArray();
        return new Written(bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\""));
    }

    private sealed record Written(byte[] Json, EntityTagHeaderValue Tag);
}
