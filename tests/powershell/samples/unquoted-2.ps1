Run aws.exe --region=$region
