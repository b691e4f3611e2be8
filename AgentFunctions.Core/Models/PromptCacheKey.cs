using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace AgentFunctions.Models;

/// <summary>
/// OpenAI's <c>prompt_cache_key</c>: requests with the same one are sent to the same machines, where the part of the prompt that
/// they share is likely to be in memory already and costs less.
/// </summary>
internal static class PromptCacheKey
{
    private const string Property = "prompt_cache_key";

    // 128 bits tell all agents apart.
    private const int Length = 32;

    /// <summary>Names the key on a call's options; it is sent only to models that take one.</summary>
    /// <param name="fingerprint">Hash of the part of the prompt that calls share.</param>
    public static AdditionalPropertiesDictionary PropertiesOf(string fingerprint) => new() { [Property] = fingerprint[..Length] };

    /// <summary>Lets a client send the key that a call's options name.</summary>
    public static ChatClientBuilder UsePromptCacheKey(this ChatClientBuilder builder, ModelDefinition model) => model.PromptCacheKey
        ? builder.ConfigureOptions(options =>
        {
            if (options.AdditionalProperties?.TryGetValue(Property, out string? key) == true)
            {
                options.RawRepresentationFactory = _ => Options(key);
            }
        })
        : builder;

    // The client library has no property for it, but a way to add fields, which it calls experimental; a test looks at what is sent.
    private static ChatCompletionOptions Options(string key)
    {
        ChatCompletionOptions options = new();
#pragma warning disable SCME0001
        options.Patch.Set("$.prompt_cache_key"u8, key);
#pragma warning restore SCME0001
        return options;
    }
}
