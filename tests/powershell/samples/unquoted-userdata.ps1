aws.exe s3 cp --region=$region 'x'
