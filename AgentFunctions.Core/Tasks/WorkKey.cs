namespace AgentFunctions.Tasks;

/// <summary>What a task asks for, boiled down to a hash: tasks with the same key may share one answer. 64 lower-case hex digits.</summary>
public readonly record struct WorkKey(string Value)
{
    public override string ToString() => Value;
}
