using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AgentFunctions.Client.Http;

/// <summary>A request that can be sent several times.</summary>
/// <param name="Path">Under the base address, with its query.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    public const string Json = "application/json";

    public ReadOnlyMemory<byte>? Body { get; init; }

    public string ContentType { get; init; } = Json;

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public RepeatRule Repeat { get; init; } = RepeatRule.Always;

    /// <summary>How long the server was asked to wait before it answers.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>True: the answer goes on after its headers, and is read by the caller.</summary>
    public bool IsStream { get; init; }

    public static ApiRequest Get(string path) => new(HttpMethod.Get, path);

    public static ApiRequest Post<T>(string path, T body, JsonTypeInfo<T> type) =>
        new(HttpMethod.Post, path) { Body = JsonSerializer.SerializeToUtf8Bytes(body, type) };
}

/// <summary>When a request that got no good answer may be sent again.</summary>
internal enum RepeatRule
{
    /// <summary>The request does no more when it is carried out twice.</summary>
    Always,

    /// <summary>Only when it surely was not carried out.</summary>
    OnlyIfNotDone,

    /// <summary>The first answer is what the caller wants, whatever it is.</summary>
    Never,
}
