namespace AgentFunctions.Http.OpenApi.Attributes;

/// <summary>How many named texts there may be.</summary>
/// <param name="most">Most entries.</param>
/// <param name="length">Most characters of a name and of a text.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TextsAttribute(int most, int length) : Attribute
{
    public int Most { get; } = most;

    public int Length { get; } = length;
}
