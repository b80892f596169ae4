using LiveFeed.Events;
using Microsoft.Extensions.Primitives;

namespace LiveFeed.Http;

/// <summary>Reads topics and topic patterns.</summary>
internal sealed partial class QueryParameters
{
    /// <summary>The topic patterns of a repeatable parameter, without repetitions.</summary>
    internal IReadOnlyList<TopicPattern> Patterns(string name, StringValues given, int most)
    {
        var found = new List<TopicPattern>();
        foreach (var text in given)
        {
            if (!TopicPattern.TryParse(text ?? "", out var pattern, out var error))
            {
                Fail(ProblemKind.Invalid, name, error);
            }
            else if (!found.Contains(pattern))
            {
                found.Add(pattern);
            }
        }

        if (found.Count > most)
        {
            Fail(
                ProblemKind.Invalid,
                name,
                $"at most {most} topics can be followed by one client (LiveFeed:Limits:TopicsPerClient), not {found.Count}");
        }

        return found;
    }

    /// <summary>The one topic pattern of a parameter; null when it is not given.</summary>
    internal TopicPattern? Pattern(string name, StringValues given)
    {
        TopicPattern? pattern = null;
        if (Once(name, given) is { } text && !TopicPattern.TryParse(text, out pattern, out var error))
        {
            Fail(ProblemKind.Invalid, name, error);
        }

        return pattern;
    }

    /// <summary>The one topic of a required parameter; null when it is not valid.</summary>
    internal TopicName? Topic(string name, StringValues given)
    {
        if (TopicName.TryParse(Once(name, given) ?? "", out var topic, out var error))
        {
            return topic;
        }

        Fail(ProblemKind.Invalid, name, error);
        return null;
    }
}
